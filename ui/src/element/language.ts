/** The `lang` an element stands in, across the borders of shadow roots; undefined where no one says. */
export function languageOf(element: Element): string | undefined {
  const speaker = element.closest<HTMLElement>('[lang]');
  if (speaker) return speaker.lang;
  const { host } = element.getRootNode() as Partial<ShadowRoot>;
  return host && languageOf(host);
}
