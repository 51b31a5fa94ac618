import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { createElement } from 'react';
import { useFlashes } from './flash.tsx';
import { Trouble } from './trouble.tsx';

/** A write behind a button: success and failure are said in the flash bar, and what it changed is read anew. @param stale first words of the queries */
export function useAct<Input = void>(
  act: (input: Input) => Promise<unknown>,
  { done, stale }: { readonly done: (input: Input) => string; readonly stale: readonly string[] },
): UseMutationResult<unknown, Error, Input> {
  const queries = useQueryClient();
  const { show, dismiss } = useFlashes();
  return useMutation({
    mutationFn: act,
    async onSuccess(_, input) {
      show({ id: done(input), type: 'success', content: done(input) });
      dismiss('act-failed');
      await Promise.all(stale.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
    onError: (error) => show({ id: 'act-failed', type: 'error', content: createElement(Trouble, { error }) }),
  });
}
