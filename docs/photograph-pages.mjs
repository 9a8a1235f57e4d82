#!/usr/bin/env node
// Photographs every page of a running board at 1400 and 390 pixels, light and dark: one picture a page, and with --sheets one sheet for each
// of the four. Says which pages are wider than the window. Needs Node 18 and chromium-headless-shell, nothing from npm.
// Usage: docs/photograph-pages.mjs BOARD OUT [--dataset KEY] [--key KEY] [--only WORD] [--sheets]      with a key, as whoever it belongs to
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [board, out] = process.argv.slice(2);
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const key = option('--key'), only = option('--only');
const Tallest = 6000, Settled = 250;
const Views = ['light', 'dark'].flatMap((scheme) => [1400, 390].map((width) => ({ scheme, width })));

/** Chromium, spoken to over a pipe: messages of JSON, each ended by a zero. */
class Chromium {
  constructor() {
    this.profile = mkdtempSync(join(tmpdir(), 'bench-pages-'));
    const flags = ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--disable-background-networking', '--remote-debugging-pipe'];
    this.process = spawn('chromium-headless-shell', [...flags, `--user-data-dir=${this.profile}`], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    this.waiting = new Map();
    this.events = [];
    let text = '';
    this.process.stdio[4].on('data', (bytes) => {
      const messages = (text += bytes).split('\0');
      text = messages.pop();
      for (const message of messages.map(JSON.parse)) this.take(message);
    });
  }

  take({ id, result, error, method }) {
    if (id) this.waiting.get(id)?.[error ? 'reject' : 'resolve'](error ? new Error(error.message) : result);
    else for (const event of this.events.filter((each) => each.method === method)) event.resolve();
  }

  send(method, params = {}) {
    const id = (this.last = (this.last ?? 0) + 1);
    this.process.stdio[3].write(JSON.stringify({ id, method, params, sessionId: this.session }) + '\0');
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  once(method) {
    return new Promise((resolve) => this.events.push({ method, resolve }));
  }

  async open() {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    this.session = (await this.send('Target.attachToTarget', { targetId, flatten: true })).sessionId;
    await this.send('Page.enable');
  }

  async go(address) {
    const loaded = this.once('Page.loadEventFired');
    await this.send('Page.navigate', { url: address });
    await loaded;
    await new Promise((resolve) => setTimeout(resolve, Settled));
  }

  async run(expression) {
    return (await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })).result.value;
  }

  async look({ scheme, width }) {
    await this.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    await this.send('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile: width < 600 });
  }

  async photograph(file, format = 'png') {
    const { cssContentSize } = await this.send('Page.getLayoutMetrics');
    const clip = { x: 0, y: 0, width: await this.run('innerWidth'), height: Math.min(cssContentSize.height, Tallest), scale: 1 };
    const { data } = await this.send('Page.captureScreenshot', { format, quality: format === 'jpeg' ? 70 : undefined, clip, captureBeyondViewport: true });
    writeFileSync(file, Buffer.from(data, 'base64'));
  }

  async close() {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.send('Browser.close').catch(() => {});
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function api(path) {
  const answer = await fetch(`${board}/api/v1/${path}`, key ? { headers: { Authorization: `Bearer ${key}` } } : {});
  return answer.ok ? answer.json() : undefined;
}

/** Every page there is, each once, about the last row of a board. */
async function pages() {
  const datasets = (await api('datasets'))?.items ?? [];
  const dataset = option('--dataset') ?? datasets.find((each) => each.state === 'ready')?.key;
  const rows = (dataset && (await api(`leaderboard?dataset=${dataset}`))?.rows) || [];
  const suites = (await api('suites'))?.items ?? [];
  const fixed = {
    board: `/${dataset ? `?dataset=${dataset}` : ''}`, scatter: `/scatter?dataset=${dataset ?? ''}`, slices: '/slices', models: '/models', evaluations: '/evaluations', queue: '/queue', datasets: '/datasets',
    'label-sets': '/label-sets', 'label-errors': `/label-errors?dataset=${dataset ?? ''}`, metrics: '/metrics/catalogue', submit: '/submit', 'sign-in': '/sign-in', teams: '/teams', views: '/views',
    'save-view': '/views?address=/', log: '/log', suites: '/suites', 'shared-mistakes': `/shared-mistakes?dataset=${dataset ?? ''}`, 'shape-bias': '/shape-bias', 'mistakes-choice': '/mistakes', 'compare-choice': '/compare',
    'not-found': '/models/nothing',
  };
  if (rows.length === 0) return fixed;
  const { model, evaluationId: evaluation } = rows[rows.length - 1];
  const first = rows[0].model.id;
  return {
    ...fixed,
    'board-baseline': `/?dataset=${dataset}&baseline=${first}`, dataset: `/datasets/${dataset}`, image: `/datasets/${dataset}/images/0`, model: `/models/${model.id}`, robustness: `/models/${model.id}/robustness`,
    evaluation: `/evaluations/${evaluation}`, classes: `/evaluations/${evaluation}/classes`, facets: `/evaluations/${evaluation}/facets`, calibration: `/evaluations/${evaluation}/calibration`,
    mistakes: `/mistakes?evaluation=${evaluation}`, embed: `/embed/board?dataset=${dataset}`,
    compare: `/compare?${rows.slice(0, 6).map((row) => `m=${row.model.id}`).join('&')}&dataset=${dataset}`, verdict: `/compare/verdict?a=${model.id}&b=${first}&dataset=${dataset}`,
    ...(suites.length ? { suite: `/suites/${suites[0].key}`, 'suite-report': `/suites/${suites[0].key}/models/${model.id}` } : {}),
  };
}

/** The upper parts of all pictures of one width and scheme on one sheet, four pages or eight phones to a row. */
async function sheet(chromium, view, names) {
  const width = view.width > 600 ? 338 : 164;
  const height = 380;
  const cells = names.map((name) => `<figure><div><img src="${pathToFileURL(join(resolve(out), file(name, view)))}"></div><figcaption>${name}</figcaption></figure>`).join('');
  const html = `<meta charset="utf-8"><style>body{margin:12px;width:1400px;background:#888;font:12px sans-serif}figure{display:inline-block;margin:4px;vertical-align:top}div{width:${width}px;height:${height}px;overflow:hidden;background:#fff}img{width:100%}figcaption{color:#fff}</style>${cells}`;
  const page = join(chromium.profile, 'sheet.html');
  writeFileSync(page, html);
  await chromium.look({ scheme: 'light', width: 1424 });
  await chromium.go(pathToFileURL(page).href);
  await chromium.photograph(join(out, `pages-${view.width}-${view.scheme}.jpg`), 'jpeg');
}

const file = (name, { width, scheme }) => `${name}-${width}-${scheme}.png`;

mkdirSync(out, { recursive: true });
const chromium = new Chromium();
try {
  await chromium.open();
  if (key) {
    await chromium.go(`${board}/sign-in`);
    const signedIn = chromium.once('Page.loadEventFired');
    await chromium.run(`document.querySelector('input[name=key]').value = ${JSON.stringify(key)}; document.querySelector('input[name=key]').form.submit()`);
    await signedIn;
  }
  const wanted = Object.entries(await pages()).filter(([name]) => !only || name.includes(only));
  for (const view of Views) {
    await chromium.look(view);
    for (const [name, address] of wanted) {
      await chromium.go(board + address);
      const excess = await chromium.run('document.documentElement.scrollWidth - innerWidth');
      if (excess > 0) console.log(`${file(name, view)}: ${excess} pixels wider than the window (${address})`);
      await chromium.photograph(join(out, file(name, view)));
    }
    if (process.argv.includes('--sheets')) await sheet(chromium, view, wanted.map(([name]) => name));
  }
  console.log(`${wanted.length} pages in ${out}`);
} finally {
  await chromium.close();
}
