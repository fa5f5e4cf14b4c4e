// sharp on the same photograph and placements: by an expert (one raw base, then a pipeline each) and as most write
// it (a pipeline each from the file). node rival.mjs <photo> '<[[width, height], ...]>' <quality>; prints JSON in ms.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const sharp = createRequire(`${process.cwd()}/`)("sharp");
const [photo, sizes, quality] = [readFileSync(process.argv[2]), JSON.parse(process.argv[3]), Number(process.argv[4])];
const jpeg = { quality, chromaSubsampling: "4:4:4", optimiseCoding: false };

async function expert() {
  const { width, height } = await sharp(photo).metadata();
  const scale = Math.max(...sizes.map(([w, h]) => Math.max(w / width, h / height)));
  const base = await sharp(photo)
    .resize(Math.ceil(width * scale), Math.ceil(height * scale), { fit: "fill" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: base.info.width, height: base.info.height, channels: base.info.channels };
  for (const [w, h] of sizes) await sharp(base.data, { raw }).resize(w, h, { fit: "cover" }).jpeg(jpeg).toBuffer();
}

const usual = () =>
  Promise.all(sizes.map(([w, h]) => sharp(photo).resize(w, h, { fit: "cover" }).jpeg(jpeg).toBuffer()));

async function timed(work) {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: performance.now() - wall, cpu: (user + system) / 1000 };
}

await expert();
console.log(JSON.stringify({ expert: await timed(expert), usual: await timed(usual) }));
