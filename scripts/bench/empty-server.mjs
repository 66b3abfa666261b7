// The floor: a language server that answers every request with nothing, to show what stdio and JSON cost.
let buffer = Buffer.alloc(0);
process.stdin.on('data', (part) => {
  buffer = Buffer.concat([buffer, part]);
  for (;;) {
    const split = buffer.indexOf('\r\n\r\n');
    if (split < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(buffer.toString('ascii', 0, split))[1]);
    if (buffer.length < split + 4 + length) return;
    const message = JSON.parse(buffer.toString('utf8', split + 4, split + 4 + length));
    buffer = buffer.subarray(split + 4 + length);
    if (message.method === 'exit') process.exit(0);
    if (message.id === undefined) continue;
    const result =
      message.method === 'initialize'
        ? { capabilities: {} }
        : message.method?.endsWith('diagnostic')
          ? { kind: 'full', items: [] }
          : null;
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: message.id, result }));
    process.stdout.write(`Content-Length: ${body.length}\r\n\r\n`);
    process.stdout.write(body);
  }
});
