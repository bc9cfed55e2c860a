//! Where the host starts: offers the service. Tests import the service itself, since the host's modules are not there.

import { exportService } from './sdk/guest.js';

import { Spots } from './service.js';

export const service = exportService(Spots);
