"""From the POST to the download, over real processes and real HTTP, beside what anyone would first write."""
