//! Where the host starts: offers the service. Tests import the service itself, since the host's modules are not there.

import { exportService } from '../../sdk/javascript/guest.js';

import { ChestCt } from './service.js';

export const service = exportService(ChestCt);
