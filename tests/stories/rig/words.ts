// The window's own words, so that a story finds things by the names that a member reads, in either language.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

export type Language = 'en' | 'sv';
export type Words = (key: string, values?: Record<string, FluentVariable>) => string;

/** The words of `locales/<language>/<page>.ftl`. A key that is not there is a defect of the story. */
export function words(language: Language, page: 'window' | 'agent' = 'window'): Words {
  const bundle = new FluentBundle(language, { useIsolating: false });
  const file = resolve(import.meta.dirname, `../../../locales/${language}/${page}.ftl`);
  bundle.addResource(new FluentResource(readFileSync(file, 'utf8')));
  return (key, values) => {
    const [id = key, attribute] = key.split('.');
    const message = bundle.getMessage(id);
    const pattern = attribute === undefined ? message?.value : message?.attributes[attribute];
    if (!pattern) throw new Error(`no words for ${key} in ${language}`);
    return bundle.formatPattern(pattern, values ?? null);
  };
}
