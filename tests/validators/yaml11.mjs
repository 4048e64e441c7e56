// Reads files as YAML 1.1 with npm's yaml, and prints their documents as JSON: numbers and dates as objects, tags as keys.
import { readFileSync } from "node:fs";
import { isMap, isPair, isScalar, isSeq, parseAllDocuments } from "yaml";

const named = (tag) => (tag?.startsWith("!") && !tag.startsWith("!!") ? tag : undefined);

function value(node) {
  const inner = untagged(node);
  const tag = named(node?.tag);
  return tag ? { [tag]: inner } : inner;
}

function untagged(node) {
  if (isMap(node)) {
    return Object.fromEntries(node.items.map((pair) => [key(pair.key), value(pair.value)]));
  }
  if (isSeq(node)) {
    return node.items.map(value);
  }
  const plain = isScalar(node) ? node.value : node;
  if (plain instanceof Date) {
    return { $date: plain.toISOString() };
  }
  if (typeof plain === "number" || typeof plain === "bigint") {
    return { $number: named(node?.tag) ? node.source : String(plain) };
  }
  return plain ?? null;
}

// Keys that aren't strings would become strings: they are marked, so that a difference is seen.
function key(node) {
  const inner = value(node);
  return typeof inner === "string" ? inner : `key ${JSON.stringify(inner)}`;
}

const options = { version: "1.1", intAsBigInt: true, logLevel: "silent" };
const readings = process.argv.slice(2).map((path) => {
  const documents = parseAllDocuments(readFileSync(path, "utf8"), options);
  const wrong = documents.flatMap((d) => d.errors);
  return wrong.length > 0 ? { error: String(wrong[0]) } : documents.map((d) => value(d.contents));
});
console.log(JSON.stringify(readings));
