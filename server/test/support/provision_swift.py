# Writes the rings of a Swift of one disk: which server has what. Arguments: folder, ports of account, container and object server.
import os
import sys

from swift.common.ring import RingBuilder

folder = sys.argv[1]
for kind, port in zip(['account', 'container', 'object'], map(int, sys.argv[2:5])):
    builder = RingBuilder(2, 1, 0)
    builder.add_dev({
        'id': 0, 'region': 1, 'zone': 1, 'ip': '127.0.0.1', 'port': port, 'device': 'disk', 'weight': 1,
        'replication_ip': '127.0.0.1', 'replication_port': port, 'meta': '',
    })
    builder.rebalance()
    builder.get_ring().save(os.path.join(folder, kind + '.ring.gz'))
