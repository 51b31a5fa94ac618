import { z } from 'zod';
import { BadRequestException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { maxResults, nextToken } from '../../shapes/common.ts';
import { Directory } from '../../shapes/directory.ts';

export const ListDirectories = operation({
  action: {
    name: 'ListDirectories',
    access: 'List',
    summary: 'Lists active Active Directories hosted in the Directory Service of your AWS account',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/directories', status: 200 },
  input: z.object({ MaxResults: maxResults.optional(), NextToken: nextToken.optional() }),
  output: z.object({ Directories: z.array(Directory), NextToken: nextToken.optional() }),
  errors: [BadRequestException],
  example: { MaxResults: 50 },
});
