"""The process that makes pictures of pages, one for all visitors: a page can hurt it, but not the server.

Not in ``st.cache_resource``, which would forget the process without ending it.
"""

from __future__ import annotations

from corpus.guarded import GuardedProcess, Limits

RENDERING = GuardedProcess(Limits(seconds=20))
