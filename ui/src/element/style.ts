/** System colours follow `color-scheme` and forced colours by themselves; nothing moves, so nothing asks about motion. */
export const STYLE = `:host{display:block}
p{--mark:#c77700;--accent:var(--poolwarden-status-accent,var(--mark));margin:0;
padding:var(--poolwarden-status-padding,.75em 1em);
border:var(--poolwarden-status-border,1px solid color-mix(in srgb,CanvasText 25%,Canvas));
border-inline-start:.3em solid var(--accent);
border-radius:var(--poolwarden-status-radius,.3em);
background:var(--poolwarden-status-background,color-mix(in srgb,var(--accent) 7%,Canvas));
color:var(--poolwarden-status-color,CanvasText);
font:var(--poolwarden-status-font,inherit)}
:host([level=emergency]) p,:host([level=breaker]) p{--mark:#d5303e}
:host(:not([level])) p{display:none}`;
