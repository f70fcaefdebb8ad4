"""Talk: what people can say to the service, and how it is read.

`descriptors` declares each command once; `grammar` reads a message into one of them; `help` tells
about them.
"""
