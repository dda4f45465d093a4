/** From the mildest level to the worst, as `levels` of the history lists them. */
export const LEVEL_COLOURS = [
  'level-normal',
  'level-moderate',
  'level-aggressive',
  'level-emergency',
] as const;

/** The plots' colours: each is a custom property `--plot-…` of plots.css. */
const COLOURS = [
  ...(['ground', 'text', 'quiet', 'grid', 'calm', 'calm-area', 'strain', 'level-text'] as const),
  ...LEVEL_COLOURS,
];
export type Colour = (typeof COLOURS)[number];
export type Palette = Readonly<Record<Colour, string>>;

/**
 * The colours as they are here and now. A canvas knows neither `var()` nor `light-dark()`, so an element that lives for
 * a moment resolves them; it must not be forced into the system's colours, for it is asked for ours.
 */
export function readPalette(within: HTMLElement): Palette {
  const probe = within.appendChild(document.createElement('i'));
  probe.style.setProperty('forced-color-adjust', 'none');
  const resolved = COLOURS.map((name) => {
    probe.style.color = `var(--plot-${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(resolved);
}
