import { MalformedConfigError } from './malformed-config-error.ts';

/** Reads a JSON object's fields by kind; whatever is missing or out of bounds is a {@link MalformedConfigError}. */
export class Fields {
  readonly #values: Record<string, unknown>;

  constructor(document: unknown) {
    if (typeof document !== 'object' || document === null || Array.isArray(document)) {
      throw new MalformedConfigError('', document, 'a JSON object');
    }
    this.#values = document as Record<string, unknown>;
  }

  integer(name: string, least: number, most: number): number {
    const allowed = `an integer from ${least} to ${most}`;
    const inBounds = (value: unknown) =>
      Number.isSafeInteger(value) && least <= Number(value) && Number(value) <= most;
    return this.#read(name, allowed, (value): value is number => inBounds(value));
  }

  flag(name: string): boolean {
    return this.#read(name, 'true or false', (value) => typeof value === 'boolean');
  }

  text(name: string): string {
    return this.#read(
      name,
      'a non-empty string',
      (value): value is string => typeof value === 'string' && value !== '',
    );
  }

  texts(name: string): readonly string[] {
    const isText = (value: unknown) => typeof value === 'string';
    return this.#read(
      name,
      'an array of strings',
      (value): value is string[] => Array.isArray(value) && value.every(isText),
    );
  }

  oneOf<Name extends string>(name: string, names: readonly Name[]): Name {
    return this.#read(name, `one of ${names.join(', ')}`, (value): value is Name =>
      names.includes(value as Name),
    );
  }

  #read<Value>(name: string, allowed: string, isAllowed: (value: unknown) => value is Value): Value {
    const value = Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
    if (!isAllowed(value)) throw new MalformedConfigError(name, value, allowed);
    return value;
  }
}
