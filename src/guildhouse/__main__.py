import sys

from guildhouse.cli import main

sys.exit(main())
