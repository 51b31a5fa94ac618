// The thread of sqlite-checkpointer.ts. JavaScript, because a thread that has to strip types first holds 17 MB more.
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

const database = new DatabaseSync(workerData);
// Before it copies pages SQLite syncs the log, and afterwards the database.
database.exec('pragma synchronous = normal; pragma checkpoint_fullfsync = on; pragma wal_autocheckpoint = 0');
// Passive: waits for nobody and is in nobody's way. A failure ends the thread, and with it the run.
const checkpoint = database.prepare('pragma wal_checkpoint(passive)');

parentPort.on('message', () => {
  checkpoint.get();
  parentPort.postMessage('done');
});
