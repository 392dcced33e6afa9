// Reads one case from each line of standard input, and prints the verdict of Node's HTTP parser on each case. A case is
// the word "request" or "response", a space, and the message's bytes in hexadecimal. The parser is llhttp without its
// lenient options. run.py runs this script.
import { createInterface } from 'node:readline';

process.removeAllListeners('warning');
const { HTTPParser } = process.binding('http_parser');
const parser = new HTTPParser();
let heads, open, done, sum, size, requests, flushed;

parser[HTTPParser.kOnHeadersComplete | 0] = function (major, minor, fields, method, url, status) {
  if (done) return 0;
  heads.push(requests ? url ?? flushed : `${status}`);
  open = true;
  sum = 0;
  size = 0;
  return 0;
};
parser[HTTPParser.kOnBody | 0] = function (piece, start, length) {
  if (done) return;
  const data = start === undefined ? piece : piece.subarray(start, start + length);
  for (const octet of data) sum = (sum * 31 + octet) >>> 0;
  size += data.length;
};
parser[HTTPParser.kOnMessageComplete | 0] = function () {
  if (done) return;
  open = false;
  if (!requests && Number(heads[heads.length - 1]) >= 200) {
    heads.push(`${size}:${sum}`);
    done = true;
  }
};
// The parser calls this function with the trailers of a message. After such a call the parser passes the target of each
// later request to this function, not to kOnHeadersComplete.
parser[HTTPParser.kOnHeaders | 0] = function (fields, url) {
  flushed = url;
};

function read(role, octets) {
  requests = role === 'request';
  heads = [];
  open = done = false;
  parser.initialize(requests ? HTTPParser.REQUEST : HTTPParser.RESPONSE, {});
  let result = parser.execute(octets);
  if (!(result instanceof Error) && !requests && !done) result = parser.finish();
  if (done) return ['ok', '', heads];
  if (result instanceof Error) {
    if (result.code === 'HPE_INVALID_EOF_STATE') return ['more', '', heads];
    return ['refused', `${result.code} ${result.reason}`, heads];
  }
  if (requests && !open && parser.finish() instanceof Error) return ['more', '', heads];
  return [open || !requests ? 'more' : 'ok', '', heads];
}

let out = '';
for await (const line of createInterface({ input: process.stdin })) {
  const [role, hex] = line.split(' ');
  const [state, reason, list] = read(role, Buffer.from(hex ?? '', 'hex'));
  out += `${state}\t${reason}\t${list.join(' ')}\n`;
  if (out.length > 100000) {
    process.stdout.write(out);
    out = '';
  }
}
process.stdout.write(out);
