/** How urgent a request is to its user. */
export type Priority = 'essential' | 'interactive' | 'background';

/** Urgencies of RFC 9218; interactive is the server's default and needs no header. */
const URGENCY = { essential: 'u=0', interactive: undefined, background: 'u=6' } as const;

export function isPriority(name: string | undefined): name is Priority {
  return name !== undefined && Object.hasOwn(URGENCY, name);
}

export function urgencyOf(priority: Priority): string | undefined {
  return URGENCY[priority];
}
