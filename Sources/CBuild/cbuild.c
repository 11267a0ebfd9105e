#include "cbuild.h"

// Package.swift defines METRICSCTL_COMMIT for this file alone, so that a new commit makes nothing else be built again.
const char *cbuild_commit(void) { return METRICSCTL_COMMIT; }
