import { weigh, type Weight } from '../package-test/bundle.ts';

const CONTENDERS = {
  'poolwarden-client': "export { createPoolwarden } from './src/index.ts'",
  'p-queue + ky': "export { default as PQueue } from 'p-queue'; export { default as ky } from 'ky'",
};

/** @param folder where package.json lies */
export async function sizes(folder: string): Promise<({ name: string } & Weight)[]> {
  const entries = Object.entries(CONTENDERS);
  return Promise.all(entries.map(async ([name, code]) => ({ name, ...(await weigh(code, folder)) })));
}
