// What the scripts that make pictures need of Chromium. Needs Node 18 and chromium-headless-shell, nothing from npm.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const Tallest = 6000, Settled = 250;

/** Chromium, spoken to over a pipe: messages of JSON, each ended by a zero. */
export class Chromium {
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
    // What waits until somebody scrolls to it is wanted in the picture, too.
    await this.run(`Promise.all([...document.images].map((image) => { image.loading = 'eager'; return image.complete ? null : new Promise((done) => { image.onload = image.onerror = done; }); }))`);
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
