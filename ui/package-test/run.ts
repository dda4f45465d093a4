import { execFile } from 'node:child_process';
import { delimiter, resolve } from 'node:path';

/** The folder with package.json. */
export const ui = resolve(import.meta.dirname, '..');

/**
 * Runs a program, those of the dev dependencies included, and gives what it printed.
 *
 * @throws Error with all it printed when it fails: linters explain themselves on either stream
 */
export function run(program: string, args: string[], cwd = ui): Promise<string> {
  const path = resolve(ui, 'node_modules/.bin') + delimiter + process.env.PATH;
  return new Promise((done, fail) => {
    execFile(program, args, { cwd, env: { ...process.env, PATH: path } }, (error, stdout, stderr) => {
      if (error) fail(new Error(`${program} ${args.join(' ')}\n${stdout}${stderr || error.message}`));
      else done(stdout);
    });
  });
}
