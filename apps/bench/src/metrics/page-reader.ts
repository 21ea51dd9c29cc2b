import { parentPort } from 'node:worker_threads';

/** Reads a page in a thread of its own, as Prometheus would from another machine; answers with its series. */
parentPort?.on('message', (url: string) => {
  void fetch(url)
    .then((answer) => answer.text())
    .then((text) => {
      const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      parentPort?.postMessage(series.length);
    });
});
