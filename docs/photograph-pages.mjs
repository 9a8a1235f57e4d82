#!/usr/bin/env node
// Photographs every page of a running board at 1400 and 390 pixels, light and dark: one picture a page, and with --sheets one sheet for each
// of the four. Says which pages are wider than the window. Needs Node 18 and chromium-headless-shell, nothing from npm.
// Usage: docs/photograph-pages.mjs BOARD OUT [--dataset KEY] [--key KEY] [--only WORD] [--sheets] [--prefix WORD]
// With a key, as whoever it belongs to. --prefix begins the sheets' names.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Chromium } from './chromium.mjs';

const [board, out] = process.argv.slice(2);
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const key = option('--key'), only = option('--only');
const Views = ['light', 'dark'].flatMap((scheme) => [1400, 390].map((width) => ({ scheme, width })));

async function api(path) {
  const answer = await fetch(`${board}/api/v1/${path}`, key ? { headers: { Authorization: `Bearer ${key}` } } : {});
  return answer.ok ? answer.json() : undefined;
}

/** Every page there is, each once: of a dataset and of the last row of its board, and, where that dataset is a list without pictures, also of one with pictures. */
async function pages() {
  const ready = ((await api('datasets'))?.items ?? []).filter((each) => each.state === 'ready');
  const first = option('--dataset') ?? ready[0]?.key;
  const suites = (await api('suites'))?.items ?? [];
  const all = {
    models: '/models', evaluations: '/evaluations', queue: '/queue', datasets: '/datasets', slices: '/slices', 'label-sets': '/label-sets', metrics: '/metrics/catalogue', submit: '/submit',
    'sign-in': '/sign-in', teams: '/teams', views: '/views', 'save-view': '/views?address=/', log: '/log', suites: '/suites', 'shape-bias': '/shape-bias', 'mistakes-choice': '/mistakes',
    'compare-choice': '/compare', 'not-found': '/models/nothing', scatter: `/scatter?dataset=${first ?? ''}`, board: `/${first ? `?dataset=${first}` : ''}`,
    'label-errors': `/label-errors?dataset=${first ?? ''}`, 'shared-mistakes': `/shared-mistakes?dataset=${first ?? ''}`,
  };
  if (!first) return all;
  const last = await about(first, '');
  Object.assign(all, last.pages, await otherBoards(first));
  if (suites.length && last.model) Object.assign(all, { suite: `/suites/${suites[0].key}`, 'suite-report': `/suites/${suites[0].key}/models/${last.model}` });
  const pictured = ready.find((each) => each.hasImages);
  if (pictured && !ready.find((each) => each.key === first)?.hasImages) Object.assign(all, (await about(pictured.key, `${pictured.key}-`)).pages);
  return all;
}

/** The pages of one dataset and of the last row of its board. */
async function about(dataset, prefix) {
  const rows = (await api(`leaderboard?dataset=${dataset}`))?.rows ?? [];
  const named = (found) => Object.fromEntries(Object.entries(found).map(([name, address]) => [prefix + name, address]));
  const fixed = { dataset: `/datasets/${dataset}`, image: `/datasets/${dataset}/images/0`, embed: `/embed/board?dataset=${dataset}` };
  if (rows.length === 0) return { pages: named(fixed) };
  const { model, evaluationId: evaluation } = rows[rows.length - 1];
  const best = rows[0].model.id;
  const of = (name) => `/evaluations/${evaluation}/${name}`;
  const found = {
    ...fixed, model: `/models/${model.id}`, robustness: `/models/${model.id}/robustness`, evaluation: `/evaluations/${evaluation}`, classes: of('classes'), facets: of('facets'), calibration: of('calibration'),
    mistakes: `/mistakes?evaluation=${evaluation}`, 'board-baseline': `/?dataset=${dataset}&baseline=${best}`, best: `/evaluations/${rows[0].evaluationId}`,
    compare: `/compare?${rows.slice(0, 6).map((row) => `m=${row.model.id}`).join('&')}&dataset=${dataset}`, verdict: `/compare/verdict?a=${model.id}&b=${best}&dataset=${dataset}`,
  };
  // Of a second dataset only what its pictures change.
  if (prefix) ['board-baseline', 'best', 'verdict', 'embed', 'compare'].forEach((name) => delete found[name]);
  return { model: model.id, pages: named(found) };
}

/** The boards that have a name, and the first board under each other label set. */
async function otherBoards(dataset) {
  const page = await (await fetch(`${board}/?dataset=${dataset}`, key ? { headers: { Authorization: `Bearer ${key}` } } : {})).text();
  const links = (heading) => [...(page.split(heading)[1]?.split('</nav>')[0] ?? '').matchAll(/href="([^"]+)"[^>]*>([^<]+)</g)].map(([, address, name]) => [`board-${name.trim().toLowerCase().replaceAll(' ', '-')}`, address.replaceAll('&amp;', '&')]);
  return Object.fromEntries([...links('aria-label="Boards">'), ...links('aria-labelledby="pick-labels">').slice(1)]);
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
  await chromium.photograph(join(out, `${option('--prefix') ?? ''}pages-${view.width}-${view.scheme}.jpg`), 'jpeg');
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
