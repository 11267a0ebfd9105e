#ifndef CBUILD_H
#define CBUILD_H

/// The commit that this program was built from; "development build" where nobody told the build.
const char *cbuild_commit(void);

#endif
