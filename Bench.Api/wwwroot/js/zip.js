// Packs files into one .zip without compressing them: a model and its external data, as the service takes them.
const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

async function checksum(file) {
  let crc = 0xffffffff;
  const reader = file.stream().getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    for (const byte of part.value) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

// Sizes are of 32 bits: 4 GiB, which is also what the service takes by default.
function record(signature, fields) {
  const bytes = new DataView(new ArrayBuffer(4 + fields.reduce((sum, [width]) => sum + width, 0)));
  bytes.setUint32(0, signature, true);
  let at = 4;
  for (const [width, value] of fields) {
    if (width === 2) bytes.setUint16(at, value, true); else bytes.setUint32(at, value, true);
    at += width;
  }
  return bytes.buffer;
}

const Utf8Names = 0x0800;
const FirstOfJanuary1980 = 0x21;

export async function zip(files, name) {
  const parts = [];
  const directory = [];
  let offset = 0;
  let directorySize = 0;
  for (const file of files) {
    const title = new TextEncoder().encode(file.name);
    const common = [[2, 20], [2, Utf8Names], [2, 0], [2, 0], [2, FirstOfJanuary1980], [4, await checksum(file)], [4, file.size], [4, file.size], [2, title.length], [2, 0]];
    const head = record(0x04034b50, common);
    parts.push(head, title, file);
    const entry = record(0x02014b50, [[2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]);
    directory.push(entry, title);
    directorySize += entry.byteLength + title.length;
    offset += head.byteLength + title.length + file.size;
  }
  const end = record(0x06054b50, [[2, 0], [2, 0], [2, files.length], [2, files.length], [4, directorySize], [4, offset], [2, 0]]);
  return new File([...parts, ...directory, end], name, { type: "application/zip", lastModified: files[0].lastModified });
}
