import { DOMParser, type Document, type Element } from '@xmldom/xmldom';

/** A picture as a strict XML parser reads it. Throws where it is not well-formed, or holds what no picture may. */
export function parseSvg(text: string): Svg {
  const wrong: string[] = [];
  const document = new DOMParser({ onError: (level, message) => wrong.push(`${level}: ${message}`) }).parseFromString(
    text,
    'image/svg+xml',
  );
  // What XML 1.0 has no place for; the parser lets it pass.
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/u.test(text)) wrong.push('a character that is none of XML');
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return new Svg(document);
}

export class Svg {
  readonly root: Element;

  constructor(document: Document) {
    const root = document.documentElement;
    if (root?.namespaceURI !== 'http://www.w3.org/2000/svg') throw new Error('It is no SVG.');
    this.root = root;
  }

  /** The contents of all elements of a name, in the order of the document. */
  texts(name: string): string[] {
    return this.elements(name).map((element) => element.textContent ?? '');
  }

  elements(name: string): Element[] {
    return Array.from(this.root.getElementsByTagName(name));
  }

  /** Names of all elements and attributes that are there. */
  get names(): string[] {
    const all = [this.root, ...Array.from(this.root.getElementsByTagName('*'))];
    return [...new Set(all.flatMap((element) => [element.tagName, ...Array.from(element.attributes, ({ name }) => name)]))].toSorted();
  }
}
