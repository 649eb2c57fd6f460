// node:http and pg alone, with the walls and the record. No protocol, no sign-in: who asks is believed.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { openWalledStock, StockAsked } from './walled-stock.ts';

const stockOf = await openWalledStock();

async function answer(request: IncomingMessage): Promise<string> {
  return JSON.stringify(await stockOf(StockAsked.parse(await json(request))));
}

const server = createServer((request, response) => {
  answer(request).then(
    (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body),
    () => response.writeHead(500).end(),
  );
});
server.listen(0, '127.0.0.1', () => {
  console.log((server.address() as AddressInfo).port.toString());
});
