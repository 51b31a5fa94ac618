import { z } from 'zod';
import { toDirectories } from '../../chime/directory-output.ts';
import { BadRequestException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { maxResults, nextToken } from '../../shapes/common.ts';
import { Directory } from '../../shapes/directory.ts';
import { listDirectories } from '../../store/directories.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';

export const ListDirectories = operation({
  action: {
    name: 'ListDirectories',
    access: 'List',
    summary: 'Lists active Active Directories hosted in the Directory Service of your AWS account',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/directories', status: 200 },
  input: z.object({ MaxResults: maxResults.default(100), NextToken: nextToken.optional() }),
  output: z.object({ Directories: z.array(Directory), NextToken: nextToken.optional() }),
  errors: [BadRequestException],
  example: { MaxResults: 50 },
  async handler({ tx }, { MaxResults, NextToken }) {
    const list = JSON.stringify(['ListDirectories']);
    const after = readPageToken(tx, list, NextToken, BadRequestException);
    const { rows, lastKey } = await listDirectories(tx, after, MaxResults);
    return { Directories: await toDirectories(tx, rows), NextToken: pageToken(tx, list, lastKey) };
  },
});
