-- A meeting is found by its address too: what it is found by is written down anew when the store is opened.

UPDATE meeting SET folded = NULL WHERE address IS NOT NULL;
