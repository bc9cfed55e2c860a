// How a plugin's start module offers an AI service to the host.
import type { AiService } from './index.js';

/** What the world `ai-service` exports: `export const service = exportService(MyService);` */
export function exportService(Service: new () => AiService): object;
