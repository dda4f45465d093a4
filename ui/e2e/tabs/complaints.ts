import type { Params } from './connection.ts';
import type { Session } from './session.ts';

/** What a tab had to say against its page: nothing, in a test that is to pass. */
export class Complaints {
  readonly errors: string[] = [];
  readonly cspViolations: string[] = [];

  async collect(session: Session): Promise<void> {
    session.on('Runtime.exceptionThrown', ({ exceptionDetails }) =>
      this.errors.push(ofThrown(exceptionDetails)),
    );
    session.on('Runtime.consoleAPICalled', ({ type, args }) => {
      if (type === 'error') this.errors.push(args.map(ofArgument).join(' '));
    });
    session.on('Log.entryAdded', ({ entry }) => this.#hear(entry));
    await session.send('Runtime.enable');
    await session.send('Log.enable');
  }

  /** Failed requests are no complaint: the tests make the server refuse. */
  #hear({ level, text, source }: Params): void {
    if (text.includes('Content Security Policy')) this.cspViolations.push(text);
    else if (level === 'error' && source !== 'network') this.errors.push(text);
  }
}

const ofThrown = ({ text, exception }: Params) =>
  `${text} ${exception?.description ?? exception?.value ?? ''}`.trim();

const ofArgument = ({ value, description, type }: Params) => String(value ?? description ?? type);
