import { useEffect, useState } from 'preact/hooks';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'poolwarden.theme';
const DARK = '(prefers-color-scheme: dark)';

/** What was chosen before; storage may be forbidden, and then nothing was. */
function storedTheme(): Theme {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? 'system';
  } catch {
    return 'system';
  }
}

function store(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It holds until the page is closed.
  }
}

/** The theme that was chosen, how to choose another, and which one is shown, by the system where none was chosen. */
export function useTheme(): [chosen: Theme, choose: (theme: Theme) => void, shown: 'light' | 'dark'] {
  const [chosen, setChosen] = useState(storedTheme);
  const [isSystemDark, setSystemDark] = useState(() => matchMedia(DARK).matches);

  useEffect(() => {
    const system = matchMedia(DARK);
    const follow = () => setSystemDark(system.matches);
    system.addEventListener('change', follow);
    return () => system.removeEventListener('change', follow);
  }, []);

  const choose = (theme: Theme) => {
    store(theme);
    setChosen(theme);
  };
  const shown = chosen === 'system' ? (isSystemDark ? 'dark' : 'light') : chosen;
  // Before anything below is drawn: the plots read their colours from the style sheet.
  document.documentElement.dataset.theme = shown;
  return [chosen, choose, shown];
}
