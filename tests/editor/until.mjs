import { setTimeout as sleep } from "node:timers/promises";

/** Ask again and again until `wanted` takes the answer, and return it: what is on the screen comes when it comes. */
export async function until(ask, wanted, { seconds = 90, every = 100 } = {}) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) throw new Error(`Waited ${seconds} s for ${wanted}; the last answer was ${JSON.stringify(answer)}`);
    await sleep(every);
  }
}
