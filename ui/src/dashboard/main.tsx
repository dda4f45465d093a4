import { render } from 'preact';
import { systemTime } from '../time.ts';
import { followConfig } from './config.ts';
import { Observer } from './observer.ts';
import { Server } from './server.ts';
import { Page } from './view/page.tsx';

const server = new Server();
const observer = new Observer(server, systemTime);
let revision = 0;
const feed = followConfig(({ config }) => {
  // What was pushed is seen at once, not with the next look.
  if (config.revision !== revision) void observer.lookAfresh();
  revision = config.revision;
});

observer.start(document);
render(<Page observer={observer} server={server} feed={feed} />, document.querySelector('#page')!);
