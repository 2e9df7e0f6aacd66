       01  METER-REC.
           05  METER-NO         PIC 9(5.
           05  METER-STATUS     PIC X.
