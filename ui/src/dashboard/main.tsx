import { render } from 'preact';
import { systemTime } from '../time.ts';
import { followConfig } from './config.ts';
import { Observer } from './observer.ts';
import { Server } from './server.ts';
import { Page } from './view/page.tsx';

const server = new Server();
const observer = new Observer(server, systemTime);
let known = '';
const feed = followConfig(({ config }) => {
  // What was pushed is seen at once, not with the next look.
  const news = `${config.instance} ${config.revision}`;
  if (news !== known) void observer.lookAfresh();
  known = news;
});

observer.start(document);
render(<Page observer={observer} server={server} feed={feed} />, document.querySelector('#page')!);
