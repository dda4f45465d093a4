/** How urgent a request is to its user, most urgent first. */
export const PRIORITIES = ['essential', 'interactive', 'background'] as const;
export type Priority = (typeof PRIORITIES)[number];
