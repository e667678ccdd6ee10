// As much of RFC 6455 as this example needs: unfragmented messages up to 64 KiB in, any size out.
const { createHash } = require('node:crypto');

const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

function frame(opcode, payload) {
  const { length } = payload;
  let header;
  if (length < 126) {
    header = Buffer.from([0x80 | opcode, length]);
  } else if (length < 65_536) {
    header = Buffer.from([0x80 | opcode, 126, length >> 8, length & 0xff]);
  } else {
    header = Buffer.alloc(10);
    header[0] = 0x80 | opcode;
    header[1] = 127;
    header.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([header, payload]);
}

/** Cuts one client frame from the front of the bytes; undefined while it is incomplete. */
function parseFrame(bytes) {
  if (bytes.length < 6) return undefined;
  const short = bytes[1] & 0x7f;
  if (short === 127) throw new Error('message too long');
  const start = short === 126 ? 4 : 2;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  const end = start + 4 + length;
  if (bytes.length < end) return undefined;
  const mask = bytes.subarray(start, start + 4);
  const payload = Buffer.from(bytes.subarray(start + 4, end).map((byte, index) => byte ^ mask[index % 4]));
  return { opcode: bytes[0] & 0x0f, payload, rest: bytes.subarray(end) };
}

/** Answers an upgrade request and calls `onMessage(socket, text)` for each message; `socket.send` takes text or bytes. */
function acceptWebSocket(request, connection, onMessage) {
  const key = request.headers['sec-websocket-key'];
  if (!key) {
    connection.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    return;
  }
  const accept = createHash('sha1')
    .update(key + magic)
    .digest('base64');
  connection.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const socket = {
    send: (data) =>
      connection.write(typeof data === 'string' ? frame(TEXT, Buffer.from(data)) : frame(BINARY, data)),
  };
  let pending = Buffer.alloc(0);
  connection.on('error', () => connection.destroy());
  connection.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    try {
      for (let next = parseFrame(pending); next; next = parseFrame(pending)) {
        pending = next.rest;
        if (next.opcode === TEXT) onMessage(socket, next.payload.toString());
        else if (next.opcode === PING) connection.write(frame(PONG, next.payload));
        else if (next.opcode === CLOSE) connection.end(frame(CLOSE, next.payload));
      }
    } catch {
      connection.end(frame(CLOSE, Buffer.from([0x03, 0xf1])));
    }
  });
}

module.exports = { acceptWebSocket };
