// A client in a process of its own, which keeps one connection to each of two servers and asks them in turn: what it takes itself
// falls on both.
//
// {"runs", "served": [{"url", "token"}], "bare"} on standard input; milliseconds, {"served": [], "bare": []}, on standard output.
import { Agent, get } from "node:http";
import { text } from "node:stream/consumers";

const { runs, served, bare } = JSON.parse(await text(process.stdin));

const ask = (url, agent, token) =>
  new Promise((resolve, reject) => {
    const before = performance.now();
    const headers = { authorization: `Bearer ${token}` };
    const request = get(url, { agent, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url}: ${answer.statusCode}`));
      answer.on("data", () => {});
      answer.on("end", () => resolve(performance.now() - before));
    });
    request.on("error", reject);
  });

const [toServed, toBare] = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })];
const took = { served: [], bare: [] };
/** A program that has just begun is slow. */
const WARM = 100;
for (let run = 0; run < WARM + runs; run += 1) {
  const { url, token } = served[run % served.length];
  const [here, there] = [await ask(url, toServed, token), await ask(bare, toBare, token)];
  if (run < WARM) continue;
  took.served.push(here);
  took.bare.push(there);
}
toServed.destroy();
toBare.destroy();
console.log(JSON.stringify(took));
