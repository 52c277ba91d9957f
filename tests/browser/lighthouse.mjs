// Runs Lighthouse on pages, one after the other in one Chromium. The folder of its modules is the argument; the pages come
// as JSON on standard input: address and cookie. What is wrong is printed as JSON, a list for each page.
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const [modules] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(`${modules}/${file}`));
const { launch } = await load('chrome-launcher/dist/index.js');
const { default: lighthouse } = await load('lighthouse/core/index.js');

// Nothing is measured in time, so nothing has to calm down.
const settings = {
  output: 'json',
  logLevel: 'silent',
  onlyCategories: ['accessibility', 'best-practices'],
  disableFullPageScreenshot: true,
  pauseAfterFcpMs: 0,
  pauseAfterLoadMs: 0,
  networkQuietThresholdMs: 250,
  cpuQuietThresholdMs: 250,
};
const failed = (audit) => audit.scoreDisplayMode === 'error' || (audit.score !== null && audit.score < 1);

async function look(port, { address, cookie }) {
  const extraHeaders = cookie ? { Cookie: cookie } : {};
  const { lhr } = await lighthouse(address, { ...settings, port, extraHeaders });
  const wrong = lhr.runtimeError ? [lhr.runtimeError.message] : [];
  // A page that asks to sign in is a fine page, but another one.
  if (lhr.finalDisplayedUrl !== address) wrong.push(`led to ${lhr.finalDisplayedUrl}`);
  for (const { id, score, auditRefs } of Object.values(lhr.categories)) {
    if (score === 1) continue;
    const audits = auditRefs.filter(({ weight }) => weight > 0).map((found) => lhr.audits[found.id]).filter(failed);
    const said = audits.map((audit) => `${audit.id} (${audit.title}): ${audit.errorMessage ?? JSON.stringify(audit.details?.items ?? [])}`);
    wrong.push(`${id} is ${score}: ${said.join('; ').slice(0, 2000)}`);
  }
  return wrong;
}

const pages = JSON.parse(await text(process.stdin));
const chromeFlags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
const chrome = await launch({ chromeFlags, logLevel: 'silent' });
try {
  const found = [];
  for (const page of pages) found.push(await look(chrome.port, page));
  console.log(JSON.stringify(found));
} finally {
  await chrome.kill();
}
