import numpy as np
from tensorflow.keras.layers import Add, Input, Lambda
from tensorflow.keras.models import Model

powers = Input((3,))
terms = []
for exponent in range(1, 4):
    coefficient = 1.0 / exponent

    def term(t):
        # coefficient * t ** exponent
        return coefficient * t**exponent

    terms.append(Lambda(term, name=f"term_{exponent}"))
series = Model(powers, Add()([one(powers) for one in terms]))
print(series.predict(np.full((1, 3), 2.0), verbose=0))
