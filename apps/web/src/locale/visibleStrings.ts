import { parseSync } from '@swc/core';

/** What is read out or shown, besides the children of an element. */
const SPOKEN = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'alt',
  'placeholder',
  'title',
  'label',
  'about',
]);
/** Names and units that are the same in every language. */
const SAME_EVERYWHERE = /^(Netstrata|English|简体中文|CSV|JSON|Markdown|IPv[46]|lo|[a-z]+\(\)|[A-Z]{2,5})$/;

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

const isWords = (text: string): boolean => /\p{L}{2,}/u.test(text) && !SAME_EVERYWHERE.test(text.trim());

/** Texts that stand in the code of a component where a person reads or hears them. */
export const visibleStrings = (source: string): readonly string[] => {
  const found: string[] = [];
  const take = (text: unknown) => {
    if (typeof text === 'string' && isWords(text)) found.push(text.trim());
  };
  /** An expression whose value is shown: a literal, or one of several. */
  const shown = (value: unknown): void => {
    if (!isNode(value)) return;
    if (value.type === 'StringLiteral') take(value['value']);
    if (value.type === 'TemplateLiteral')
      for (const part of value['quasis'] as readonly { readonly cooked?: unknown }[]) take(part.cooked);
    if (value.type === 'ConditionalExpression') {
      shown(value['consequent']);
      shown(value['alternate']);
    }
    if (value.type === 'BinaryExpression') {
      if (['&&', '||', '??', '+'].includes(String(value['operator']))) {
        shown(value['left']);
        shown(value['right']);
      }
    }
    if (value.type === 'ParenthesisExpression') shown(value['expression']);
  };
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const node = value as Node;
    if (node.type === 'JSXText') take(node['value']);
    if (node.type === 'JSXElement' || node.type === 'JSXFragment')
      for (const child of node['children'] as readonly Node[])
        if (child.type === 'JSXExpressionContainer') shown(child['expression']);
    if (node.type === 'JSXAttribute' && SPOKEN.has(String((node['name'] as { value?: unknown }).value))) {
      const given = node['value'];
      shown(isNode(given) && given.type === 'JSXExpressionContainer' ? given['expression'] : given);
    }
    for (const part of Object.values(node)) walk(part);
  };
  walk(parseSync(source, { syntax: 'typescript', tsx: true }).body);
  return found;
};
