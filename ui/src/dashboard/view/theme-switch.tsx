import { THEMES, type Theme } from '../theme.ts';

export const ThemeSwitch = ({ theme, choose }: { theme: Theme; choose: (theme: Theme) => void }) => (
  <label class="theme">
    <span>Theme</span>{' '}
    <select value={theme} onChange={({ currentTarget }) => choose(currentTarget.value as Theme)}>
      {THEMES.map((each) => (
        <option key={each} value={each}>
          {each}
        </option>
      ))}
    </select>
  </label>
);
