import { useCallback, useRef, useState } from 'preact/hooks';
import type { Session } from '../model/operators.ts';

interface SignInProps {
  readonly session: Session | undefined;
  readonly signIn: (name: string, password: string) => Promise<void>;
  readonly signOut: () => void;
}

/** Who the reader is to the server; where names and passwords are configured, a way to become an operator. */
export function SignIn({ session, signIn, signOut }: SignInProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  // The button that had the focus goes with a sign-in or sign-out; the one that comes in its place takes it.
  const isFocusLost = useRef(false);
  const takeFocus = useCallback((button: HTMLButtonElement | null) => {
    if (!button || !isFocusLost.current) return;
    isFocusLost.current = false;
    button.focus();
  }, []);

  async function submit(form: HTMLFormElement): Promise<void> {
    const data = new FormData(form);
    setBusy(true);
    setProblem('');
    isFocusLost.current = true;
    try {
      await signIn(String(data.get('name')), String(data.get('password')));
      form.reset();
      dialog.current?.close();
    } catch (error) {
      isFocusLost.current = false;
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  }

  if (session?.operator) {
    return (
      <p class="session">
        <span data-testid="operator">{session.operator}</span>{' '}
        <button
          ref={takeFocus}
          type="button"
          class="plain"
          onClick={() => {
            isFocusLost.current = true;
            signOut();
          }}
        >
          Sign out
        </button>
      </p>
    );
  }
  if (!session?.passwords) return null;
  return (
    <>
      <button
        ref={takeFocus}
        type="button"
        class="plain"
        data-testid="sign-in"
        onClick={() => dialog.current?.showModal()}
      >
        Sign in
      </button>
      <dialog ref={dialog} aria-labelledby="sign-in">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit(event.currentTarget);
          }}
        >
          <h2 id="sign-in">Sign in as an operator</h2>
          <label>
            Name <input name="name" autocomplete="username" required maxLength={64} />
          </label>
          <label>
            Password <input name="password" type="password" autocomplete="current-password" required />
          </label>
          <p role="alert" class="problem">
            {problem}
          </p>
          <p class="buttons">
            <button disabled={isBusy}>Sign in</button>
            <button type="button" class="plain" onClick={() => dialog.current?.close()}>
              Not now
            </button>
          </p>
        </form>
      </dialog>
    </>
  );
}
