import { readAddresses } from './addresses.ts';

/** A longer list is not read: it is most likely the wrong file. Bytes of all its files, and characters of what was pasted. */
export const listBytesMax = 25 * 1024 * 1024;
/** So many are worked through in one run. */
export const listAddressesMax = 100_000;
/** Of what is no address so much is shown. */
const junkShownMax = 20;

/** What people gave. */
export interface ListSource {
  readonly text: string;
  readonly files: readonly File[];
}

/** What was found in it. */
export interface List {
  readonly addresses: readonly string[];
  /** The first of what is no address. */
  readonly junk: readonly string[];
  readonly junkCount: number;
  readonly repeated: number;
  /** Why the list is not taken. */
  readonly refusal: string | undefined;
}

export const emptyList: List = { addresses: [], junk: [], junkCount: 0, repeated: 0, refusal: undefined };

/** Refuses what is too large to be read at all. */
export function refuseLarge({ text, files }: ListSource): List | undefined {
  const bytes = files.reduce((sum, { size }) => sum + size, text.length);
  if (bytes <= listBytesMax) return undefined;
  const size = `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  const bound = `${listBytesMax / 1024 / 1024} MB`;
  return {
    ...emptyList,
    refusal: `This list has ${size}, and at most ${bound} are read. Split it, or keep only the column with the addresses.`,
  };
}

/** Reads a list of any size up to the bound. It takes seconds for the largest: not to be called where people wait for the page. */
export async function readList({ text, files }: ListSource): Promise<List> {
  const contents = await Promise.all(files.map((file) => file.text()));
  // Each is read for itself: one may be a table and another one not.
  const found = [text, ...contents].map(readAddresses);
  const addresses = new Set<string>();
  for (const one of found) for (const address of one.addresses) addresses.add(address);
  const inAll = found.reduce((sum, one) => sum + one.addresses.length + one.repeated, 0);
  const junk = found.flatMap((one) => one.junk);
  const read = { junk: junk.slice(0, junkShownMax), junkCount: junk.length, repeated: inAll - addresses.size };
  if (addresses.size <= listAddressesMax) return { ...read, addresses: [...addresses], refusal: undefined };
  const [many, most] = [addresses.size.toLocaleString(), listAddressesMax.toLocaleString()];
  return { ...read, addresses: [], refusal: `This list has ${many} addresses, and one run takes ${most}. Split it.` };
}
