import type { Readable } from 'node:stream';
import type { ConversationSite } from '../../conversations/site.ts';
import type { SignedIn } from '../../store/sessions.ts';
import type { SignInWay, Site, Visit } from '../../signin/way.ts';
import type { Throttle } from '../../pipeline/throttle.ts';
import type { Html } from '../html.ts';
import type { UploadedFile } from './upload.ts';

/** What the pages for people are made with. */
export interface Portal {
  readonly site: Site;
  readonly ways: readonly SignInWay[];
  readonly conversations: ConversationSite;
  /** Per source. */
  readonly throttle: Throttle;
}

/** A request for one of the pages, its form already proven to be ours. */
export interface PageRequest {
  readonly visit: Visit;
  /** The named parts of the path. */
  param(name: string): string;
  /** A parameter of the address; '' = absent. */
  query(name: string): string;
  /** A field of the form; '' = absent. */
  field(name: string): string;
  /** The file of the form; undefined = it has none. */
  readonly file: UploadedFile | undefined;
  /** What every form of the answer carries. */
  readonly formToken: string;
  /** Who is signed in on this browser. */
  whoIs(): Promise<SignedIn | undefined>;
}

export type Answer = Page | Redirect | Download;

export interface Page {
  readonly kind: 'page';
  readonly status: number;
  readonly title: string;
  readonly body: Html;
  readonly isWide?: boolean;
  /** Shown at the top, beside the name: the pages of whoever is signed in. */
  readonly corner?: Html;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
}

interface Redirect {
  readonly kind: 'redirect';
  /** A path of this site, or the address of an identity provider that an account has chosen. */
  readonly location: string;
  readonly cookies?: readonly string[];
}

/** A file of somebody's, which the browser saves and never shows. */
interface Download {
  readonly kind: 'download';
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly body: Readable;
  readonly cookies?: readonly string[];
}

/** A page, and how it is answered. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Its form has a file, which is read by whoever answers. */
  readonly takesFile?: true;
  answer(portal: Portal, request: PageRequest): Promise<Answer>;
}

export function page(title: string, body: Html, more: { readonly status?: number; readonly cookies?: readonly string[] } = {}): Page {
  return { kind: 'page', status: 200, title, body, ...more };
}

/** A path of this site to go to after signing in; whatever else somebody wrote into the link leads to the profile. */
export function toNext(text: string): string {
  return /^\/(?:[\w.~-][\w.~/-]*)?(?:\?[\w.~/=&%-]*)?$/.test(text) && !text.startsWith('/signin') ? text : '/me';
}
