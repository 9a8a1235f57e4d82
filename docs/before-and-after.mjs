#!/usr/bin/env node
// Pairs of pictures of docs/images: as an earlier commit has them, and as they are, left and right on one sheet.
// Usage: docs/before-and-after.mjs COMMIT OUT.jpg NAME…      for example docs/before-and-after.mjs 8fafc99 docs/images/before-and-after.jpg real-board model
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Chromium } from './chromium.mjs';

const [commit, out, ...names] = process.argv.slice(2);
const images = join(dirname(fileURLToPath(import.meta.url)), 'images');
const chromium = new Chromium();
try {
  const pairs = names.map((name) => {
    const before = join(chromium.profile, `${name}.png`);
    writeFileSync(before, execFileSync('git', ['show', `${commit}:docs/images/${name}.png`], { cwd: images, maxBuffer: 64 << 20 }));
    const figures = [[before, `${name}, ${commit}`], [join(images, `${name}.png`), `${name}, now`]];
    return figures.map(([file, title]) => `<figure><div><img src="${pathToFileURL(file)}"></div><figcaption>${title}</figcaption></figure>`).join('');
  });
  const page = join(chromium.profile, 'pairs.html');
  const style = [
    'body{margin:12px;width:1640px;background:#888;font:15px sans-serif}',
    'figure{display:inline-block;margin:6px;vertical-align:top}',
    'div{width:806px;max-height:640px;overflow:hidden;background:#fff}',
    'img{width:100%;display:block}',
    'figcaption{color:#fff}',
  ];
  writeFileSync(page, `<meta charset="utf-8"><style>${style.join('')}</style>${pairs.join('')}`);
  await chromium.open();
  await chromium.look({ scheme: 'light', width: 1664 });
  await chromium.go(pathToFileURL(page).href);
  await chromium.photograph(out, 'jpeg');
} finally {
  await chromium.close();
}
