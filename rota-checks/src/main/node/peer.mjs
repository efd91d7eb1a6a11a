// Measures pools of Node for the comparison.
//
// Called with piscina, fork or start, the number of workers, the size of the window and the folder of the modules. Each line
// of the input is a way, a work, a count and the bytes of a value; each line of the output the nanoseconds it took: of every
// task for one_by_one, else of all together.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const [kind, workers, windowSize, modules] = process.argv.slice(2);
const echo = fileURLToPath(new URL('echo.cjs', import.meta.url));
const startChild = () => fork(echo, ['child'], { serialization: 'advanced' });

function piscina(count) {
  const { Piscina } = createRequire(modules)('piscina');
  const pool = new Piscina({ filename: echo, minThreads: count, maxThreads: count });
  return (payload) => pool.run(payload);
}

// Children in turn; each answers in order.
function children(count) {
  const all = Array.from({ length: count }, () => {
    const child = startChild();
    const waiting = [];
    child.on('message', (message) => message !== 'ready' && waiting.shift()(message));
    return { child, waiting };
  });
  let next = 0;
  return (payload) =>
    new Promise((resolve) => {
      const { child, waiting } = all[next++ % count];
      waiting.push(resolve);
      child.send(payload);
    });
}

async function oneByOne(submit, payload, count) {
  const times = [];
  for (let i = 0; i < count; i++) {
    const start = process.hrtime.bigint();
    await submit(payload);
    times.push(process.hrtime.bigint() - start);
  }
  return times;
}

async function window(submit, payload, count, size) {
  const underWay = new Array(size);
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i++) {
    await underWay[i % size];
    underWay[i % size] = submit(payload);
  }
  await Promise.all(underWay);
  return [process.hrtime.bigint() - start];
}

async function startOne() {
  const start = process.hrtime.bigint();
  const child = startChild();
  await once(child, 'message');
  const nanos = process.hrtime.bigint() - start;
  child.kill();
  await once(child, 'exit');
  return [nanos];
}

const submit = { piscina, fork: children, start: () => null }[kind](Number(workers));
for await (const line of createInterface({ input: process.stdin })) {
  const [, work, count, bytes] = line.split(' ');
  const payload = new Uint8Array(Number(bytes)).fill(114); // not zeros: memory nobody has written to is cheaper to read
  const nanos =
    kind === 'start'
      ? await startOne()
      : work === 'window'
        ? await window(submit, payload, Number(count), Number(windowSize))
        : await oneByOne(submit, payload, Number(count));
  console.log(nanos.join(' '));
}
process.exit();
